/** Pixels: sharp at the size at which it is shown, and far below what the server takes. */
const EDGE = 256;

/** A square from the middle of a picture. Rejects what this browser can't show. */
export async function portraitOf(file: File): Promise<Blob> {
  const whole = await createImageBitmap(file);
  const { width, height } = whole;
  const edge = Math.min(width, height);
  const canvas = document.createElement('canvas');
  canvas.width = EDGE;
  canvas.height = EDGE;
  const pen = canvas.getContext('2d');
  if (pen === null) throw new Error('This browser draws nothing.');
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(whole, (width - edge) / 2, (height - edge) / 2, edge, edge, 0, 0, EDGE, EDGE);
  whole.close();
  // A browser that doesn't write WebP writes PNG: the blob says which.
  const drawn = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/webp', 0.9));
  if (drawn === null) throw new Error('This browser draws nothing.');
  return drawn;
}
