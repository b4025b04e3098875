exports.handler = async () => {};
exports.nightly = async () => {};
exports.onUpload = async () => {};
exports.onError = async () => {};
