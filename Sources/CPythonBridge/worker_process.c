// For `posix_spawn_file_actions_addclosefrom_np`.
#define _GNU_SOURCE

#include "worker_process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __GLIBC__
#define HAS_CLOSEFROM __GLIBC_PREREQ(2, 34)
#else
#define HAS_CLOSEFROM 0
#endif

#ifdef __APPLE__
// POSIX_SPAWN_CLOEXEC_DEFAULT does it.
static int close_others(posix_spawn_file_actions_t *actions) { return 0; }
#elif HAS_CLOSEFROM
static int close_others(posix_spawn_file_actions_t *actions) {
    return posix_spawn_file_actions_addclosefrom_np(actions, 3);
}
#else
#include <dirent.h>
#include <stdlib.h>

// Closes what is open now; what other threads open meanwhile has to be close-on-exec by itself.
static int close_others(posix_spawn_file_actions_t *actions) {
    DIR *folder = opendir("/proc/self/fd");
    if (folder == NULL) return errno;
    int error = 0;
    for (struct dirent *entry; error == 0 && (entry = readdir(folder)) != NULL;) {
        int descriptor = atoi(entry->d_name);
        if (descriptor > 2) error = posix_spawn_file_actions_addclose(actions, descriptor);
    }
    closedir(folder);
    return error;
}
#endif

static int make_sockets(int sockets[2]) {
#ifdef SOCK_CLOEXEC
    return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets);
#else
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) != 0) return -1;
    int yes = 1;
    for (int index = 0; index < 2; index++) {
        fcntl(sockets[index], F_SETFD, FD_CLOEXEC);
        setsockopt(sockets[index], SOL_SOCKET, SO_NOSIGPIPE, &yes, sizeof yes);
    }
    return 0;
#endif
}

// Signals as a program expects them, whatever the host does with them. Those that reach a whole group wait until the
// program says that it does not want them.
static int set_signals(posix_spawnattr_t *attributes) {
    sigset_t all, group;
    sigfillset(&all);
    sigdelset(&all, SIGKILL);
    sigdelset(&all, SIGSTOP);
    sigemptyset(&group);
    sigaddset(&group, SIGINT);
    sigaddset(&group, SIGTERM);
    sigaddset(&group, SIGHUP);
    short flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK;
#ifdef __APPLE__
    flags |= POSIX_SPAWN_CLOEXEC_DEFAULT;
#endif
    int error = posix_spawnattr_setsigdefault(attributes, &all);
    if (error == 0) error = posix_spawnattr_setsigmask(attributes, &group);
    return error != 0 ? error : posix_spawnattr_setflags(attributes, flags);
}

int worker_start(
    const char *program, const char *const *arguments, const char *const *environment, pid_t *process, int *socket
) {
    int sockets[2];
    if (make_sockets(sockets) != 0) return errno;
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    int error = set_signals(&attributes);
    if (error == 0) error = posix_spawn_file_actions_adddup2(&actions, sockets[1], 0);
    if (error == 0) error = posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    if (error == 0) error = posix_spawn_file_actions_adddup2(&actions, 1, 2);
    if (error == 0) error = close_others(&actions);
    if (error == 0) {
        error = posix_spawn(
            process, program, &actions, &attributes, (char *const *)arguments, (char *const *)environment
        );
    }
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    close(sockets[1]);
    if (error != 0) {
        close(sockets[0]);
    } else {
        *socket = sockets[0];
    }
    return error;
}

void worker_end(pid_t process, int socket) {
    close(socket);
    // Where the host has reaped it, the number may be another process's by now.
    pid_t ended = waitpid(process, NULL, WNOHANG);
    if (ended != 0) return;
    kill(process, SIGKILL);
    while (waitpid(process, NULL, 0) < 0 && errno == EINTR) continue;
}

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0
#endif

static ptrdiff_t moved(ssize_t count) {
    if (count > 0) return count;
    return count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) ? 0 : -1;
}

ptrdiff_t worker_send(int socket, const uint8_t *bytes, size_t count) {
    return moved(send(socket, bytes, count, MSG_NOSIGNAL | MSG_DONTWAIT));
}

ptrdiff_t worker_receive(int socket, uint8_t *bytes, size_t count) {
    return moved(recv(socket, bytes, count, MSG_DONTWAIT));
}

void worker_wait(int socket, int to_send, int milliseconds) {
    struct pollfd one = {.fd = socket, .events = to_send ? POLLOUT : POLLIN};
    poll(&one, 1, milliseconds);
}

int worker_is_there(int socket) {
    uint8_t byte;
    return moved(recv(socket, &byte, 1, MSG_DONTWAIT | MSG_PEEK)) == 0;
}
