import type { Api } from './api';

/** A text with all that Markdown has here. */
export const TEXT = `# Field guide

Some **bold** and *quiet* words, \`code\` and [a link](https://example.org/plan).

## Tasks

- [ ] Pack the tent
- [x] Charge the lamp
- Water

> Calm and fast.

| Part | Share |
| --- | ---: |
| Room | 10 |

\`\`\`js
const answer = 42; // here
\`\`\`

Euler: $e^{i\\pi} + 1 = 0$

$$
\\int_0^1 x^2 dx
$$

> [!WARNING]
> Mind the gap.

\`\`\`mermaid
flowchart LR
  A[Start] --> B[End]
\`\`\`
`;

/** Somebody with a document that says this. */
export async function written(api: Api, text: string) {
  const ana = await api.signUp('Ana');
  const workspace = await api.createWorkspace(ana, 'Writing');
  return { ana, workspace, document: await api.createDocument(ana, workspace, 'Guide', text) };
}
