package io.seqway.verification.fuzz;

import java.util.List;

/** Scenes, one after another: several frames, and several users, that make what a single frame does not meet. */
final class Scenes implements Attack {
    /** What is played; it may take as long as the server needs. */
    @FunctionalInterface
    interface Scene {
        void play(Play play) throws InterruptedException;
    }

    private final String name;
    private final int workers;
    private final boolean goesOn;
    private final List<Scene> scenes;

    Scenes(String name, int workers, boolean goesOn, List<Scene> scenes) {
        this.name = name;
        this.workers = workers;
        this.goesOn = goesOn;
        this.scenes = scenes;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int workers() {
        return workers;
    }

    @Override
    public int turns() {
        return scenes.size();
    }

    @Override
    public boolean goesOn() {
        return goesOn;
    }

    @Override
    public void run(Target target, Dice dice, long number, String connection) throws InterruptedException {
        try (Play play = new Play(target, dice, connection)) {
            scenes.get((int) (number % scenes.size())).play(play);
        }
    }
}
