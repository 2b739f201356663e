import type { Response } from 'express';
import { sendTogether } from './send-together';

function fakeResponse(facts: Partial<Response> = {}): Response & { destroy: jest.Mock } {
  return {
    destroyed: false,
    headersSent: false,
    destroy: jest.fn(),
    locals: { context: {} },
    ...facts,
  } as unknown as Response & {
    destroy: jest.Mock;
  };
}

const endOfTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('sendTogether', () => {
  it('sends what was answered in one turn at its end, in order', async () => {
    const sent: string[] = [];
    sendTogether(fakeResponse(), () => sent.push('first'));
    await Promise.resolve();
    sendTogether(fakeResponse(), () => sent.push('second'));
    expect(sent).toEqual([]);
    await endOfTurn();
    expect(sent).toEqual(['first', 'second']);
    sendTogether(fakeResponse(), () => sent.push('third'));
    await endOfTurn();
    expect(sent).toEqual(['first', 'second', 'third']);
  });

  it('leaves out whose client has gone, and what was answered otherwise', async () => {
    const send = jest.fn();
    sendTogether(fakeResponse({ destroyed: true }), send);
    sendTogether(fakeResponse({ headersSent: true }), send);
    await endOfTurn();
    expect(send).not.toHaveBeenCalled();
  });

  it('ends the connection of an answer that cannot be sent, and sends the others', async () => {
    const broken = fakeResponse();
    const fault = new Error('no header may have this');
    const send = jest.fn();
    sendTogether(broken, () => {
      throw fault;
    });
    sendTogether(fakeResponse(), send);
    await endOfTurn();
    expect(broken.destroy).toHaveBeenCalledWith(fault);
    expect(broken.locals).toEqual({ context: { errorCode: 'INTERNAL_ERROR' } });
    expect(send).toHaveBeenCalledTimes(1);
  });
});
