// Artifacts are zip files; the archive library's tar format is never chosen.
exports.pack = () => {
  throw new Error('tar archives are not part of the bundled zip writer');
};
