// All the zip writer uses of a large library.
module.exports = { queue: require('async/queue') };
