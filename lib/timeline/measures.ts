/** What the picture is made of, in pixels. */
export const TOP = 44;
export const ROW = 15;
/** Further lanes are left out. */
export const MOST_LANES = 50;
