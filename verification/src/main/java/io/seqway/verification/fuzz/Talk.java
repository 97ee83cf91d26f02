package io.seqway.verification.fuzz;

import java.util.List;
import java.util.stream.IntStream;

/** Frames by grammar, on connections that share rooms, so that each meets what the others have made. */
final class Talk implements Attack {
    private static final int CONNECTIONS_PER_SCENE = 12;
    private static final int ROOMS = 4;
    private static final int FRAMES = 60;
    private static final int TURNS = 60;

    @Override
    public String name() {
        return "talk";
    }

    @Override
    public int workers() {
        return 4;
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
        String user = dice.pick(TokenMint.USERS);
        List<String> rooms = rooms(number / CONNECTIONS_PER_SCENE);
        try (Line line = new Line(name, target)) {
            Frames frames = new Frames(dice, rooms, () -> line.answers().epoch(), () -> target.tokens()
                    .any(dice, user));
            if (line.open(handshake(target, dice, user, rooms))) {
                for (int i = dice.below(FRAMES); i > 0 && !line.answers().hasEnded(); i--) {
                    if (dice.oneIn(12)) {
                        line.send(WireFrame.of(WireFrame.BINARY, frames.binary()));
                    } else {
                        line.say(frames.next());
                    }
                    if (dice.oneIn(8)) {
                        line.settle();
                    }
                }
                end(line, dice);
            }
        }
    }

    static List<String> rooms(long scene) {
        return IntStream.range(0, ROOMS)
                .mapToObj(room -> "fuzz." + scene + "." + room)
                .toList();
    }

    private static String handshake(Target target, Dice dice, String user, List<String> rooms) {
        String token = dice.oneIn(5)
                ? target.tokens().any(dice, user)
                : target.tokens().user(user);
        String query = dice.oneIn(3) ? "room=" + rooms.get(0) + "&lastSeq=" + dice.below(9) : "";
        return switch (dice.below(6)) {
            case 0 -> target.handshake("?" + query);
            case 1 -> target.handshake("?access_token=" + token + "&" + query);
            case 2 -> target.handshake("?" + query, "Sec-WebSocket-Protocol: seqway.v1.json, bearer." + token);
            default -> target.handshake("?" + query, "Authorization: Bearer " + token);
        };
    }

    private static void end(Line line, Dice dice) throws InterruptedException {
        switch (dice.below(4)) {
            case 0 -> line.cut();
            case 1 -> {
                line.send(WireFrame.of(WireFrame.CLOSE, WireFrame.closing(1000, "")));
                line.awaitEnd();
            }
            case 2 -> line.settle();
            default -> {
                // closed as it is, with answers under way
            }
        }
    }
}
