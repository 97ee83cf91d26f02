package io.seqway.client;

/**
 * How far a stream is: chunks and bytes that the server has, of those appended by now.
 */
public record Progress(int sent, int total, long sentBytes, long totalBytes) {}
