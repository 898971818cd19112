// Actions upload artifacts with this client and read them with our own (packages/github/src/artifacts), which treats their
// content as hostile. Its other half, with a zip reader and an API client, is a sixth of its size.
function uploadOnly() {
  throw new Error('the bundled artifact client only uploads');
}

export {
  uploadOnly as deleteArtifactInternal,
  uploadOnly as deleteArtifactPublic,
  uploadOnly as downloadArtifactInternal,
  uploadOnly as downloadArtifactPublic,
  uploadOnly as getArtifactInternal,
  uploadOnly as getArtifactPublic,
  uploadOnly as listArtifactsInternal,
  uploadOnly as listArtifactsPublic,
};
