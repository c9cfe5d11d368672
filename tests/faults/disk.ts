/** Disks made for a test: a small one in memory, and an ext4 image whose power can be cut. Both need to be allowed to mount. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

function isAllowed(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const folder = mkdtempSync(path.join(tmpdir(), 'dragoman-mount-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]).status === 0;
  if (mounted) execFileSync('umount', [folder]);
  rmSync(folder, { recursive: true });
  return mounted;
}

/** Whether this machine lets tests mount; asked once. */
export const canMount = isAllowed();
export const canMountImages = canMount && existsSync('/dev/loop-control') && spawnSync('mkfs.ext4', ['-V']).error === undefined;
/** Whether errors of the system can be put in the way of a process. */
export const canInjectErrors = spawnSync('strace', ['-e', 'trace=none', 'true']).status === 0;

export interface Disk {
  folder: string;
  remove(): void;
}

/** A disk in memory of so many MB. */
export function smallDisk(megabytes: number): Disk & { resize(megabytes: number): void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'dragoman-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
  return {
    folder,
    resize: (size) => void execFileSync('mount', ['-o', `remount,size=${size}m`, folder]),
    remove: () => unmount(folder),
  };
}

export interface ImageDisk extends Disk {
  /** The loop device it lies on, such as loop0. */
  device: string;
  /** What a power cut would leave: whatever had been written through to the image by now. Its folder is a mounted copy. */
  copyAsAfterPowerCut(): Disk;
}

/** An ext4 file system in a file. */
export function imageDisk(megabytes = 48, options = 'loop'): ImageDisk {
  const place = mkdtempSync(path.join(tmpdir(), 'dragoman-image-'));
  const image = path.join(place, 'disk.img');
  execFileSync('truncate', ['-s', `${megabytes}M`, image]);
  execFileSync('mkfs.ext4', ['-q', image]);
  const folder = mountImage(image, path.join(place, 'disk'), options);
  return {
    folder,
    device: path.basename(execFileSync('findmnt', ['-no', 'SOURCE', folder], { encoding: 'utf8' }).trim()),
    copyAsAfterPowerCut() {
      const copy = path.join(place, 'copy.img');
      execFileSync('cp', ['--sparse=always', image, copy]);
      const at = mountImage(copy, path.join(place, 'copy'), 'loop');
      return { folder: at, remove: () => unmount(at) };
    },
    remove() {
      unmount(folder);
      rmSync(place, { recursive: true, force: true });
    },
  };
}

function mountImage(image: string, folder: string, options: string): string {
  mkdirSync(folder, { recursive: true });
  execFileSync('mount', ['-o', options, image, folder]);
  return folder;
}

function unmount(folder: string): void {
  execFileSync('umount', [folder]);
  rmSync(folder, { recursive: true, force: true });
}
