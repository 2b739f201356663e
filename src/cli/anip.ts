#!/usr/bin/env node
import './require-node';
import { runCli } from './run-cli';
import { anipProgram } from './anip-program';

void runCli(anipProgram());
