// npm's MCP client, told what to do by lines of JSON: {"tool", "arguments"} calls a tool, {"list": true} lists them.
import { createInterface } from 'node:readline';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

const [url, token] = process.argv.slice(2);
const client = new Client({ name: 'agent', version: '1' });
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

try {
  await client.connect(
    new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: { Authorization: `Bearer ${token}` } } }),
  );
  say({ server: client.getServerVersion(), instructions: client.getInstructions() ?? null });
} catch (error) {
  say({ failed: String(error.message ?? error) });
  process.exit(0);
}

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  try {
    say(asked.list ? await client.listTools() : await client.callTool({ name: asked.tool, arguments: asked.arguments }));
  } catch (error) {
    say({ failed: String(error.message ?? error) });
  }
}
await client.close();
