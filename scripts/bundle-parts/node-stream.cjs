// The zip writer of the artifact client ships a copy of Node's streams for old Nodes; the runner's Node has them.
module.exports = require('node:stream');
