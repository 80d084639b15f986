import { body, client } from '../../api/client';
import { Problem, readProblem, UNREACHABLE } from '../../api/problem';
import type { AttachmentUpload } from '../../api/types';
import type { Sent } from '../../editor/attachedMarkdown';
import { attachmentAddress } from '../../markdown/attachments';

const UNKNOWN = 'application/octet-stream';
const LONGEST_NAME = 255;

/** Announces a file, sends its bytes where the answer says, and has the server look at what arrived. */
export async function sendFile(
  documentId: string,
  file: File,
  progress: (part: number) => void,
  signal: AbortSignal,
): Promise<Sent> {
  if (file.size === 0) throw new Problem(422, 'empty', 'The file is empty.');
  const announced = await body(
    client.POST('/api/v1/documents/{id}/attachments', {
      params: { path: { id: documentId } },
      body: {
        fileName: nameOf(file),
        contentType: typeOf(file),
        size: file.size,
        sha256: await digest(await read(file)),
      },
      signal,
    }),
  );
  if (announced.upload == null) throw new Problem(502, 'no-upload', 'The server didn’t say where to send the file.');
  await put(file, announced.upload, progress, signal);
  const path = { attachment: announced.id };
  const { id, isPicture } = await body(
    client.POST('/api/v1/attachments/{attachment}/complete', { params: { path }, signal }),
  );
  return { address: attachmentAddress(id), isPicture };
}

function nameOf({ name }: File): string {
  // eslint-disable-next-line no-control-regex
  const line = name.replace(/[/\\\u0000-\u001f\u007f]/g, '_').slice(-LONGEST_NAME);
  return line.trim() === '' ? 'file' : line;
}

/** Browsers add parameters to some types; the server compares the bare one. */
function typeOf({ type }: File): string {
  const [bare = ''] = type.split(';');
  return bare.trim() === '' ? UNKNOWN : bare.trim();
}

async function read(file: File): Promise<ArrayBuffer> {
  try {
    return await file.arrayBuffer();
  } catch (cause) {
    // It was moved or changed on the device since it was chosen, or is a folder.
    throw new Problem(422, 'unreadable', cause instanceof Error ? cause.message : String(cause));
  }
}

async function digest(bytes: ArrayBuffer): Promise<string> {
  // Without TLS (and not on this machine) browsers offer no digests.
  const { subtle } = crypto as { subtle?: SubtleCrypto };
  const hash =
    subtle === undefined
      ? (await import('lib0/hash/sha256')).digest(new Uint8Array(bytes))
      : new Uint8Array(await subtle.digest('SHA-256', bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** `fetch` can't say how much of a body has been sent. */
function put(
  file: File,
  { url, method, headers, fields }: AttachmentUpload,
  progress: (part: number) => void,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    for (const [name, value] of Object.entries(headers ?? {})) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', ({ loaded, total }) => progress(total === 0 ? 0 : loaded / total));
    request.addEventListener('load', () => {
      if (request.status >= 200 && request.status < 300) done();
      else failed(readProblem(request.status, parse(request.responseText)));
    });
    request.addEventListener('error', () => failed(new Problem(UNREACHABLE, 'unreachable', 'The upload broke off.')));
    request.addEventListener('abort', () => failed(new DOMException('The upload was cancelled.', 'AbortError')));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(method === 'POST' ? form(file, fields ?? {}) : file);
  });
}

function form(file: File, fields: Record<string, string>): FormData {
  const filled = new FormData();
  for (const [name, value] of Object.entries(fields)) filled.append(name, value);
  filled.append('file', file);
  return filled;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
