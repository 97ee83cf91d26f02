/** What runs: three nodes, their stores and a balancer, as processes in a network that can be cut. */
package io.seqway.verification.stage;
