// A process of its own with a socket to it: what Swift cannot say alike on every platform.
//
// All functions may be called from any thread; none raises SIGPIPE.
#ifndef PII_WORKER_PROCESS_H
#define PII_WORKER_PROCESS_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// Starts a program whose standard input is one end of a socket. It inherits no other descriptor; what it prints is
// lost.
//
// arguments, environment: with NULL at the end.
// socket: the other end.
// Returns 0, or the number of an error.
int worker_start(
    const char *program, const char *const *arguments, const char *const *environment, pid_t *process, int *socket
);

// Ends the process, at once and in any state, and closes the socket; nothing is left of it.
void worker_end(pid_t process, int socket);

// Move bytes without waiting: return how many, 0 where it would have to wait, -1 where the other end is gone.
ptrdiff_t worker_send(int socket, const uint8_t *bytes, size_t count);
ptrdiff_t worker_receive(int socket, uint8_t *bytes, size_t count);

// Waits until bytes can be sent or received, the other end is gone, or the time is over.
void worker_wait(int socket, int to_send, int milliseconds);

// Whether the other end is still there, with nothing to say.
int worker_is_there(int socket);

#endif
