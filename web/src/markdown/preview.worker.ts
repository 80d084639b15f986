import { BlockIds } from './blockIds';
import { BlockRenderer } from './blockRenderer';
import type { RenderRequest } from './previewProtocol';

const renderer = new BlockRenderer();
const ids = new BlockIds();

addEventListener('message', (event: MessageEvent<RenderRequest>) => {
  postMessage(ids.assign(renderer.render(event.data.text)));
});
