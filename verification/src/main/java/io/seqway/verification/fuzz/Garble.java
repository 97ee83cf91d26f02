package io.seqway.verification.fuzz;

/** The examples of the document of the protocol, damaged, as frames of a good connection. */
final class Garble implements Attack {
    private static final int FRAMES = 60;
    private static final int TURNS = 10;

    @Override
    public String name() {
        return "garble";
    }

    @Override
    public int workers() {
        return 1;
    }

    @Override
    public int turns() {
        return TURNS;
    }

    @Override
    public boolean goesOn() {
        return true;
    }

    @Override
    public void run(Target target, Dice dice, long number, String name) throws InterruptedException {
        try (Line line = new Line(name, target)) {
            String token = target.tokens().user(dice.pick(TokenMint.USERS));
            if (!line.open(target.handshake("", "Authorization: Bearer " + token))) {
                line.found("a good handshake was answered " + line.answers().status());
            }
            for (int i = 0; i < FRAMES && !line.answers().hasEnded(); i++) {
                line.send(WireFrame.of(
                        WireFrame.TEXT, Examples.damaged(target.examples().frames(), dice)));
                if (dice.oneIn(10)) {
                    line.settle();
                }
            }
        }
    }
}
