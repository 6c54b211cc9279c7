export function serve(site: string, port?: number): Promise<{ readonly url: string; close(): Promise<void> }>;
