/** Whether a file can be an ONNX model that nothing was cut off: its fields (protocol buffers, ModelProto) follow each other up to its last byte. */
import { open, type FileHandle } from 'node:fs/promises';

/** A tag and a length, or a tag and a number. */
const HEAD_BYTES = 20;

/** Reads no more of it than the head of each field. @throws when the file cannot be read. */
export async function isWholeModel(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    let at = 0;
    while (at < size) {
      const next = await endOfField(handle, at);
      if (next === null) return false;
      at = next;
    }
    return at === size;
  } finally {
    await handle.close();
  }
}

/** Where the field that starts at `at` ends; null for what is no field. */
async function endOfField(handle: FileHandle, at: number): Promise<number | null> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, at);
  const tag = varintAt(buffer.subarray(0, bytesRead), 0);
  if (tag === null || tag.value < 8) return null;
  const content = varintAt(buffer.subarray(0, bytesRead), tag.end);
  switch (tag.value % 8) {
    case 0:
      return content && at + content.end;
    case 1:
      return at + tag.end + 8;
    case 2:
      return content && at + content.end + content.value;
    case 5:
      return at + tag.end + 4;
    default:
      return null;
  }
}

/** Numbers above 32 bits occur, so no bit operators. */
function varintAt(bytes: Uint8Array, start: number): { value: number; end: number } | null {
  let value = 0;
  for (let at = start; at < bytes.length && at < start + 10; at++) {
    value += (bytes[at]! % 128) * 128 ** (at - start);
    if (bytes[at]! < 128) return { value, end: at + 1 };
  }
  return null;
}
