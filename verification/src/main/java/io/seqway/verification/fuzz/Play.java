package io.seqway.verification.fuzz;

import java.util.ArrayList;
import java.util.List;

/** What a scene has to its hands: users who connect, and rooms that nobody else uses. */
final class Play implements AutoCloseable {
    private final Target target;
    private final Dice dice;
    private final String name;
    private final List<Line> lines = new ArrayList<>();

    Play(Target target, Dice dice, String name) {
        this.target = target;
        this.dice = dice;
        this.name = name;
    }

    Dice dice() {
        return dice;
    }

    TokenMint tokens() {
        return target.tokens();
    }

    /** A room of this scene. */
    String room(int number) {
        return "fuzz." + name + "." + number;
    }

    /** A connection of this user. */
    Line user(String user) throws InterruptedException {
        return with(tokens().user(user));
    }

    /** A connection of this user with a token that is good for so many seconds, as long as that is. */
    Line shortly(String user, int seconds) throws InterruptedException {
        Line line = new Line(name + "/" + lines.size(), target);
        lines.add(line);
        line.open(target.handshake("", "Authorization: Bearer " + tokens().user(user, seconds)));
        return line;
    }

    /** A connection with this token. */
    Line with(String token) throws InterruptedException {
        return open("", "Authorization: Bearer " + token);
    }

    /** A connection without a token, with this behind its address. */
    Line stranger(String query) throws InterruptedException {
        return open(query);
    }

    /** Somebody who asks by HTTP with this token. */
    Caller caller(String token) {
        return new Caller(target, name + "/http", token);
    }

    /** Frames of the rooms of this scene. */
    Frames frames(Line line, String... rooms) {
        return new Frames(dice, List.of(rooms), () -> line.answers().epoch(), () -> tokens().any(dice, "alice"));
    }

    private Line open(String query, String... headers) throws InterruptedException {
        Line line = new Line(name + "/" + lines.size(), target);
        lines.add(line);
        if (!line.open(target.handshake(query, headers))) {
            line.found("a good handshake was answered " + line.answers().status());
        }
        return line;
    }

    @Override
    public void close() {
        lines.forEach(Line::close);
    }
}
