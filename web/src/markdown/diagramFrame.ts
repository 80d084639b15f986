import mermaid from 'mermaid';
import type { DiagramAnswer, DiagramRequest } from './diagramProtocol';

const FONT = 'Inter, system-ui, sans-serif';

addEventListener('message', ({ source, data }: MessageEvent<DiagramRequest>) => {
  if (source === parent) void draw(data).then((answer) => parent.postMessage(answer, '*'));
});

async function draw({ id, source, dark }: DiagramRequest): Promise<DiagramAnswer> {
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    htmlLabels: false,
    theme: dark ? 'dark' : 'neutral',
    fontFamily: FONT,
  });
  try {
    const { svg } = await mermaid.render(`diagram-${id}`, source);
    return { id, svg };
  } catch (error) {
    return { id, svg: null, problem: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) };
  }
}

parent.postMessage('ready', '*');
