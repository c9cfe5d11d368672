#!/usr/bin/env node
/* Old JavaScript on purpose: an old Node must be able to read this far and say what is wrong. */
(function () {
  'use strict';
  var EXIT = { nodeTooOld: 9, partMissing: 10, buildFailed: 11 };
  var version = process.versions.node.split('.').map(Number);

  function refuse(code, sentence, remedy) {
    console.error('\n' + sentence + '\n' + remedy + '\n');
    process.exit(code);
  }

  if (version[0] < 20 || (version[0] === 20 && version[1] < 19))
    return refuse(
      EXIT.nodeTooOld,
      'Dragoman needs Node 20.19 or newer; this is Node ' + process.versions.node + '.',
      'Install a newer Node from https://nodejs.org/ and start again.',
    );

  var args = process.argv.slice(2);

  function isMissingPart(error) {
    return Boolean(error) && (error.code === 'ERR_MODULE_NOT_FOUND' || error.code === 'MODULE_NOT_FOUND' || error.code === 'ERR_DLOPEN_FAILED');
  }

  function fail(error) {
    if (isMissingPart(error))
      refuse(
        EXIT.partMissing,
        'A part of Dragoman cannot be loaded: ' + error.message.split('\n')[0],
        'Run `npm ci` in its folder, then `npm run doctor`, which names what is missing.',
      );
    console.error(error);
    process.exit(1);
  }

  if (args[0] === 'doctor') {
    import('./doctor.js')
      .then(function (doctor) {
        return doctor.run(args.slice(1));
      })
      .catch(fail);
    return;
  }

  import('../scripts/build.mjs')
    .then(function (builder) {
      return builder.ensureBuilt().catch(function (error) {
        if (isMissingPart(error)) throw error;
        refuse(EXIT.buildFailed, 'Dragoman could not be built: ' + error.message, 'Put the sources right (git status shows what differs) and start again.');
      });
    })
    .then(function () {
      return import('../dist/server/main.js');
    })
    .then(function (server) {
      return server.main(args);
    })
    .catch(fail);
})();
