/** The ceiling: a node:http server that reads the same body and answers as many bytes as the service would. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const answer = 'x'.repeat(Number(process.argv[2]));
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    Buffer.concat(chunks);
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length });
    response.end(answer);
  });
});
server.listen(0, '127.0.0.1', () => {
  // listen on a TCP port always gives an AddressInfo.
  const { port } = server.address() as AddressInfo;
  console.log(JSON.stringify({ event: 'ready', url: `http://127.0.0.1:${port}` }));
});
process.on('SIGTERM', () => process.exit(0));
