import type { Job, Project, Scene } from '../support/scene.ts';
import { type ProjectFiles, SOUND, writeFiles } from './project-files.ts';

const repositories = new WeakMap<Scene, Project>();

/** A job of a push to the sound repository, with these changes in its workspace. All such jobs share one repository. */
export function pushJob(scene: Scene, changes: ProjectFiles): Job {
  const project = repositories.get(scene) ?? scene.repository(SOUND as never);
  repositories.set(scene, project);
  const job = project.pushJob();
  writeFiles(job.workspace, changes);
  return job;
}
