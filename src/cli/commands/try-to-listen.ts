/** Whether a port can be had. */
import { createServer } from 'node:net';

/** Listens for a moment: undefined when that goes, else the code of the system. */
export function tryToListen({
  host,
  port,
}: {
  readonly host: string;
  readonly port: number;
}): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.name));
    server.listen(port, host, () => server.close(() => resolve(undefined)));
  });
}
