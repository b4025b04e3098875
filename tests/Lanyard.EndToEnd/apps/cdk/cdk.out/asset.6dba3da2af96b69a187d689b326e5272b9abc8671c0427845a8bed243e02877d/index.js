// CDK's own code stands here.
exports.handler = async () => {};
