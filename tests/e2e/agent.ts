/** Calls a tool as an agent does, without a session; gives the answer as it came. */
export async function callAgent(server: string, token: string, name: string, args: object): Promise<string> {
  const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } };
  const answer = await fetch(`${server}/mcp`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${token}`,
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify(call),
  });
  if (!answer.ok) throw new Error(`The agent was answered ${answer.status}: ${await answer.text()}`);
  return answer.text();
}
