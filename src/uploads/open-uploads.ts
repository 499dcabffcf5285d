import type { Uploads } from '../contract/uploads.ts';
import { Places } from '../http/places.ts';
import { FormUpload, type MultipartLibrary } from './form-upload.ts';
import { UPLOAD_FILES_MAX } from './upload-files.ts';

/**
 * Takes in forms with files. The library that reads them is loaded when the first one comes. `filesMax`: of temporary files, since each is
 * a descriptor, and stalled uploads must not take those that others need.
 */
export function createUploads(filesMax = UPLOAD_FILES_MAX): Uploads {
  const files = new Places(filesMax);
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
