import type { Uploads } from '../contract/uploads.ts';
import { FormUpload, type MultipartLibrary } from './form-upload.ts';

/** Takes in forms with files. The library that reads them is loaded when the first one comes. */
export function createUploads(): Uploads {
  let library: MultipartLibrary | undefined;
  return {
    open(plan) {
      if (library !== undefined) return new FormUpload(library, plan);
      return import('@fastify/busboy').then((loaded) => {
        library = loaded;
        return new FormUpload(loaded, plan);
      });
    },
  };
}
