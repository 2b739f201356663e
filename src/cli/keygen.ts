#!/usr/bin/env node
import './require-node';
import { keygenProgram } from './keygen-program';
import { processConsole } from './console';
import { runCli } from './run-cli';

void runCli(keygenProgram(processConsole));
