import type { Uploads } from '../contract/uploads.ts';
import { FormUpload, type MultipartLibrary } from './form-upload.ts';
import { UploadFiles } from './upload-files.ts';

/** Takes in forms with files. The library that reads them is loaded when the first one comes. `filesMax`: of temporary files. */
export function createUploads(filesMax?: number): Uploads {
  const files = new UploadFiles(filesMax);
  let library: MultipartLibrary | undefined;
  return {
    open(plan) {
      if (library !== undefined) return new FormUpload(library, plan, files);
      return import('@fastify/busboy').then((loaded) => {
        library = loaded;
        return new FormUpload(loaded, plan, files);
      });
    },
  };
}
