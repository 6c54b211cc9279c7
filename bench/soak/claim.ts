/** Says that something holds, and what is the case otherwise. */
export type Claim = (holds: boolean, otherwise: string) => void;

/** Ends the process: a monitor or a handler that throws would only end the run, or not even that. */
export const claimOf =
  (name: string): Claim =>
  (holds, otherwise) => {
    if (holds) return;
    console.error(`soak: ${name}: ${otherwise}`);
    process.exit(1);
  };
