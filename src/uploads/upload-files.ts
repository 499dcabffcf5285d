/** More are never open at a time, however many files the system allows. */
export const UPLOAD_FILES_MAX = 256;

/** How many files of uploads a process can have open that can open so many beside its connections. */
export function uploadFilesMax(files: number): number {
  return Math.max(1, Math.min(Math.floor(files / 4), UPLOAD_FILES_MAX));
}
