package io.seqway.testing;

import java.util.concurrent.CountDownLatch;

/** A JVM of tests that starts a server, prints its process id, and waits to be killed. */
final class ServerHolder {

    private ServerHolder() {}

    public static void main(String[] args) throws InterruptedException {
        ServerProcess server = ServerProcess.start();
        System.out.println(server.pid());
        new CountDownLatch(1).await();
    }
}
