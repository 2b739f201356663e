#!/usr/bin/env node
import './require-node';
import { anipRegistryProgram } from './anip-registry-program';
import { processConsole } from './console';
import { runCli } from './run-cli';

void runCli(anipRegistryProgram(processConsole));
