package io.seqway.verification.simulation;

import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.loop.EventLoop;
import java.util.ArrayDeque;

/** A node: its process may die and begin anew, or stand still while the world goes on. */
abstract class SimulatedNode {
    private final String name;
    private final World world;
    private String id;
    private final ArrayDeque<Runnable> held = new ArrayDeque<>();
    private SimulatedView view;
    private long clockOffsetMs;
    private long pausedUntil;
    private int life;
    private boolean up;

    SimulatedNode(String name, World world) {
        this.name = name;
        this.world = world;
    }

    /** Makes the node's objects, of which nothing is older than this process. */
    abstract void boot(EventLoop loop, SimulatedView members);

    /** A message from another node. */
    abstract void receive(BusMessage message);

    /** Names this process: a node that has begun anew has another id. */
    final String id() {
        return id;
    }

    final World world() {
        return world;
    }

    final boolean isUp() {
        return up;
    }

    final boolean isPaused() {
        return world.clock().now() < pausedUntil;
    }

    /** How many processes this node has had. */
    final int life() {
        return life;
    }

    /** The members as this node sees them. */
    final SimulatedView view() {
        return view;
    }

    /** Starts a process, which sees nobody at first. */
    final void start() {
        life++;
        id = name + "." + life;
        up = true;
        pausedUntil = 0;
        clockOffsetMs = world.between(0, 1_000_000);
        view = new SimulatedView(id);
        world.trace().say("%s starts", id);
        boot(new Loop(life), view);
    }

    void crash() {
        up = false;
        held.clear();
        world.trace().say("%s crashes", id);
    }

    final void pause(long ms) {
        pausedUntil = world.clock().now() + ms;
        world.clock().at(pausedUntil, this::goOn);
        world.trace().say("%s stands still for %d ms", id, ms);
    }

    /** Runs a task on the node's thread: never, if this process is gone by then; later, while it stands still. */
    final void on(int process, Runnable task) {
        if (!up || life != process) {
            return;
        }
        if (isPaused() || !held.isEmpty()) {
            held.addLast(task);
        } else {
            task.run();
        }
    }

    /** Everything that waited happens, in its order. */
    private void goOn() {
        while (up && !isPaused() && !held.isEmpty()) {
            held.getFirst().run();
            held.pollFirst();
        }
    }

    private final class Loop implements EventLoop {
        private final int process;

        Loop(int process) {
            this.process = process;
        }

        @Override
        public void run(Runnable task) {
            after(0, task);
        }

        @Override
        public void after(long delayMs, Runnable task) {
            world.clock().after(delayMs, () -> on(process, task));
        }

        @Override
        public void every(long periodMs, Runnable task) {
            after(periodMs, () -> {
                every(periodMs, task);
                task.run();
            });
        }

        @Override
        public long now() {
            return world.clock().now() + clockOffsetMs;
        }
    }
}
