package io.seqway.server;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops the node when the process is asked to end (SIGTERM, Ctrl-C), or when it could not start. */
final class Shutdown {
    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

    private final Node node;
    private final AtomicBoolean underWay = new AtomicBoolean();
    private final AtomicInteger exitCode = new AtomicInteger();

    private Shutdown(Node node) {
        this.node = node;
    }

    static Shutdown install(Node node) {
        Shutdown shutdown = new Shutdown(node);
        Runtime.getRuntime().addShutdownHook(new Thread(shutdown::run, "shutdown"));
        Thread.setDefaultUncaughtExceptionHandler(shutdown::uncaught);
        return shutdown;
    }

    /** What ends a thread is for the log; but not what Vert.x still wanted to do when its threads were stopped. */
    private void uncaught(Thread thread, Throwable exception) {
        if (underWay() && exception instanceof RejectedExecutionException) {
            LOG.debug("left undone by {}", thread.getName(), exception);
        } else {
            LOG.error("an exception has ended thread {}", thread.getName(), exception);
        }
    }

    /** Whether somebody has asked the process to end. */
    boolean underWay() {
        return underWay.get();
    }

    /** Stops what was started and ends the process. */
    void exit(int code) {
        exitCode.set(code);
        System.exit(code);
    }

    private void run() {
        long began = System.nanoTime();
        underWay.set(true);
        LOG.info("stopping: {}", exitCode.get() == 0 ? "the process was asked to end" : "the node could not start");
        try {
            node.stop();
            LOG.info("stopped after {} ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
        } catch (RuntimeException e) {
            LOG.error("stopped, but not cleanly", e);
        }
        // the signal would else decide the exit code (143), although the stop was in order
        Runtime.getRuntime().halt(exitCode.get());
    }
}
