package io.seqway.testing;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.NetworkSettings;
import com.github.dockerjava.api.model.Ports;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;

/** A network of containers, and the faults that they and it may have. */
final class FaultyNetwork implements AutoCloseable {
    private final DockerClient engine = DockerClientFactory.instance().client();
    private final Network network = Network.newNetwork();
    private final List<GenericContainer<?>> squatters = new ArrayList<>();

    Network network() {
        return network;
    }

    void kill(GenericContainer<?> container) {
        engine.killContainerCmd(container.getContainerId()).exec();
    }

    void startAgain(GenericContainer<?> container) {
        engine.startContainerCmd(container.getContainerId()).exec();
    }

    void pause(GenericContainer<?> container) {
        signal(container, "SIGSTOP");
    }

    void resume(GenericContainer<?> container) {
        signal(container, "SIGCONT");
    }

    private void signal(GenericContainer<?> container, String signal) {
        engine.killContainerCmd(container.getContainerId()).withSignal(signal).exec();
    }

    void cutOff(GenericContainer<?> container) {
        engine.disconnectFromNetworkCmd()
                .withNetworkId(network.getId())
                .withContainerId(container.getContainerId())
                .withForce(true)
                .exec();
    }

    void mend(GenericContainer<?> container, String name) {
        engine.connectToNetworkCmd()
                .withNetworkId(network.getId())
                .withContainerId(container.getContainerId())
                .withContainerNetwork(new ContainerNetwork().withAliases(List.of(name)))
                .exec();
    }

    /** Somebody new takes the address that is free now. */
    @SuppressWarnings("resource")
    void occupy(String image) {
        GenericContainer<?> squatter = new GenericContainer<>(image).withNetwork(network);
        squatters.add(squatter);
        squatter.start();
    }

    String addressOf(GenericContainer<?> container) {
        return settings(container).getNetworks().values().stream()
                .filter(of -> Objects.equals(of.getNetworkID(), network.getId()))
                .findAny()
                .orElseThrow()
                .getIpAddress();
    }

    /** The port of this machine that leads to a port of a container; after a start it is another one than before. */
    int portOf(GenericContainer<?> container, int port) {
        Ports.Binding[] bindings = settings(container).getPorts().getBindings().get(ExposedPort.tcp(port));
        if (bindings == null || bindings.length == 0) {
            throw new IllegalStateException(container.getContainerId() + " has no port " + port + " now");
        }
        return Integer.parseInt(bindings[0].getHostPortSpec());
    }

    private NetworkSettings settings(GenericContainer<?> container) {
        return engine.inspectContainerCmd(container.getContainerId()).exec().getNetworkSettings();
    }

    @Override
    public void close() {
        squatters.forEach(GenericContainer::stop);
        network.close();
    }
}
