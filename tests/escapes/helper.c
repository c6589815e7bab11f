/* System calls that no utility makes, for the attempts in this folder: `helper WHAT ARGUMENT...`.
 * Leaves with the error number of the call that failed. Nothing here waits for long. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/ptrace.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

static volatile char held[64];

static long need(long result) {
    if (result < 0) {
        int error = errno;
        perror("helper");
        _exit(error ? error : 1);
    }
    return result;
}

/* Somebody else's process: holds a secret in memory, a file, and what only the kernel keeps; tells where. */
_Noreturn static void bystander(char **a) {
    // Whoever started the tests may have ignored some: a command in the background, nohup.
    for (int number = 1; number < 32; number++) signal(number, SIG_DFL);
    strcpy((char *)held, a[1]);
    need(dup2(need(open(a[0], O_RDWR)), 3));
    int segment = shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600);
    if (segment >= 0) {
        char *shared = shmat(segment, NULL, 0);
        if (shared != (char *)-1) strcpy(shared, a[1]);
        shmctl(segment, IPC_RMID, NULL);
    }
    printf("%lu %d\n", (unsigned long)held, segment);
    fflush(stdout);
    for (;;) pause();
}

static int socket_to(int family, int kind, const void *address, socklen_t length) {
    int fd = need(socket(family, kind, 0));
    if (kind == SOCK_DGRAM) {
        need(sendto(fd, "x", 1, 0, address, length));
    } else {
        need(connect(fd, address, length));
        need(write(fd, "x", 1));
    }
    return 0;
}

static int internet(int kind, const char *port) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(atoi(port))};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return socket_to(AF_INET, kind, &to, sizeof to);
}

/* A name that begins with @ is abstract. */
static socklen_t local_address(struct sockaddr_un *to, const char *name) {
    memset(to, 0, sizeof *to);
    to->sun_family = AF_UNIX;
    strncpy(to->sun_path, name, sizeof to->sun_path - 1);
    if (*name == '@') to->sun_path[0] = 0;
    return offsetof(struct sockaddr_un, sun_path) + strlen(name);
}

static int local(int kind, const char *name) {
    struct sockaddr_un to;
    return socket_to(AF_UNIX, kind, &to, local_address(&to, name));
}

static int pair(const char *name) {
    struct sockaddr_un to;
    int fds[2];
    need(socketpair(AF_UNIX, SOCK_DGRAM, 0, fds));
    need(sendto(fds[0], "x", 1, 0, (void *)&to, local_address(&to, name)));
    return 0;
}

static int bind_local(const char *name) {
    struct sockaddr_un to;
    socklen_t length = local_address(&to, name);
    need(bind(need(socket(AF_UNIX, SOCK_STREAM, 0)), (void *)&to, length));
    return puts("bound") < 0;
}

static int listen_tcp(void) {
    struct sockaddr_in at = {.sin_family = AF_INET};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = need(socket(AF_INET, SOCK_STREAM, 0));
    need(bind(fd, (void *)&at, sizeof at));
    need(listen(fd, 1));
    return puts("listening") < 0;
}

static int netlink(void) {
    struct { struct nlmsghdr header; struct rtgenmsg body; } ask = {0};
    struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
    char answer[8192];
    ask.header.nlmsg_len = sizeof ask;
    ask.header.nlmsg_type = RTM_GETLINK;
    ask.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    int fd = need(socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE));
    need(sendto(fd, &ask, sizeof ask, 0, (void *)&kernel, sizeof kernel));
    need(recv(fd, answer, sizeof answer, 0));
    return puts("answered") < 0;
}

/* A signal as the kernel sends it on input, to whom we name as the owner. */
static int owner_signal(pid_t pid) {
    int fds[2];
    need(pipe(fds));
    need(fcntl(fds[0], F_SETOWN, pid));
    need(fcntl(fds[0], F_SETSIG, SIGTERM));
    need(fcntl(fds[0], F_SETFL, O_ASYNC));
    need(write(fds[1], "x", 1));
    return 0;
}

static int poke(pid_t pid, unsigned long address) {
    long word = 0x21212121;
    need(ptrace(PTRACE_ATTACH, pid, 0, 0));
    need(waitpid(pid, NULL, __WALL));
    long result = ptrace(PTRACE_POKEDATA, pid, address, word);
    ptrace(PTRACE_DETACH, pid, 0, 0);
    need(result);
    return 0;
}

static int remote_memory(int number, pid_t pid, unsigned long address) {
    char bytes[32] = "overwritten";
    struct iovec here = {bytes, number == SYS_process_vm_writev ? 12 : sizeof bytes};
    struct iovec there = {(void *)address, here.iov_len};
    need(syscall(number, pid, &here, 1, &there, 1, 0));
    return puts(bytes) < 0;
}

static int memory_file(pid_t pid, unsigned long address, int writes) {
    char path[64], bytes[32] = "overwritten";
    snprintf(path, sizeof path, "/proc/%d/mem", pid);
    int fd = need(open(path, writes ? O_RDWR : O_RDONLY));
    if (writes) need(pwrite(fd, bytes, 12, address));
    need(pread(fd, bytes, sizeof bytes, address));
    return puts(bytes) < 0;
}

static int take_descriptor(pid_t pid) {
    int other = need(syscall(SYS_pidfd_open, pid, 0));
    need(write(need(syscall(SYS_pidfd_getfd, other, 3, 0)), "x", 1));
    return 0;
}

static int by_handle(const char *path) {
    struct { struct file_handle head; char room[128]; } name = {.head = {.handle_bytes = 128}};
    int mount;
    need(name_to_handle_at(AT_FDCWD, path, &name.head, &mount, 0));
    int fd = need(open_by_handle_at(need(open(".", O_RDONLY)), &name.head, O_WRONLY | O_TRUNC));
    need(write(fd, "x", 1));
    return 0;
}

/* A file that never had a name is given one elsewhere. */
static int name_a_nameless(const char *path) {
    char self[64];
    int fd = need(open(".", O_TMPFILE | O_RDWR, 0600));
    snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
    need(linkat(AT_FDCWD, self, AT_FDCWD, path, AT_SYMLINK_FOLLOW));
    return 0;
}

static int key(int adds, const char *name, const char *value) {
    if (adds) {
        long id = need(syscall(SYS_add_key, "user", name, value, strlen(value), -4 /* the user's */));
        need(syscall(SYS_keyctl, 15 /* set timeout */, id, 60));
        need(syscall(SYS_keyctl, 5 /* set permissions */, id, 0x3f3f0000));
        return 0;
    }
    char bytes[64] = "";
    long id = need(syscall(SYS_keyctl, 10 /* search */, -4, "user", name, 0));
    need(syscall(SYS_keyctl, 11 /* read */, id, bytes, sizeof bytes - 1));
    return puts(bytes) < 0;
}

static int queue(int makes, int id) {
    struct { long kind; char text[8]; } message = {1, "queued"};
    if (makes) {
        id = need(msgget(IPC_PRIVATE, IPC_CREAT | 0600));
        return printf("%d\n", id) < 0;
    }
    need(msgsnd(id, &message, sizeof message.text, IPC_NOWAIT));
    return puts("queued") < 0;
}

/* Events of a folder: names of files, and what is done with them. */
static int watch(int number, const char *path) {
    int fd = need(syscall(number, number == SYS_fanotify_init ? 0xe00 /* names */ : 0, 0));
    if (number == SYS_fanotify_init) {
        need(syscall(SYS_fanotify_mark, fd, 1 /* add */, 0x08000120UL /* children, made or opened */, AT_FDCWD, path));
    } else {
        need(inotify_add_watch(fd, path, IN_ALL_EVENTS));
    }
    return puts("watched") < 0;
}

/* Attributes of a file are as secret as what is in it. */
static int attributes(const char *path) {
    char names[256];
    need(listxattr(path, names, sizeof names));
    return puts("attributes") < 0;
}

/* Whoever opens the file now waits until we let go. */
static int lease(const char *path) {
    need(fcntl(need(open(path, O_RDONLY)), F_SETLEASE, F_WRLCK));
    return puts("leased") < 0;
}

static int segment(int id) {
    char *shared = shmat(id, NULL, 0);
    if (shared == (char *)-1) need(-1);
    return puts(shared) < 0;
}

int main(int argc, char **argv) {
    const char *what = argc > 1 ? argv[1] : "";
    char **a = argv + 2;
#define IS(name) (strcmp(what, name) == 0)
    if (IS("bystander")) bystander(a);
    if (IS("tcp")) return internet(SOCK_STREAM, a[0]);
    if (IS("udp")) return internet(SOCK_DGRAM, a[0]);
    if (IS("stream")) return local(SOCK_STREAM, a[0]);
    if (IS("datagram")) return local(SOCK_DGRAM, a[0]);
    if (IS("pair")) return pair(a[0]);
    if (IS("bind")) return bind_local(a[0]);
    if (IS("listen")) return listen_tcp();
    if (IS("netlink")) return netlink();
    if (IS("socket")) return need(socket(atoi(a[0]), atoi(a[1]), 0)) < 0 || puts("a socket") < 0;
    if (IS("owner")) return owner_signal(atoi(a[0]));
    if (IS("pidfd")) {
        int fd = need(syscall(SYS_pidfd_open, atoi(a[0]), 0));
        return need(syscall(SYS_pidfd_send_signal, fd, SIGTERM, NULL, 0)) < 0;
    }
    if (IS("tgkill")) return need(syscall(SYS_tgkill, atoi(a[0]), atoi(a[0]), SIGTERM)) < 0;
    if (IS("sigqueue")) return need(sigqueue(atoi(a[0]), SIGTERM, (union sigval){.sival_int = 1})) < 0;
    if (IS("poke")) return poke(atoi(a[0]), strtoul(a[1], NULL, 10));
    if (IS("seize")) {
        need(ptrace(PTRACE_SEIZE, atoi(a[0]), 0, 0));
        need(ptrace(PTRACE_INTERRUPT, atoi(a[0]), 0, 0));
        return puts("seized") < 0;
    }
    if (IS("readv")) return remote_memory(SYS_process_vm_readv, atoi(a[0]), strtoul(a[1], NULL, 10));
    if (IS("writev")) return remote_memory(SYS_process_vm_writev, atoi(a[0]), strtoul(a[1], NULL, 10));
    if (IS("read-mem")) return memory_file(atoi(a[0]), strtoul(a[1], NULL, 10), 0);
    if (IS("write-mem")) return memory_file(atoi(a[0]), strtoul(a[1], NULL, 10), 1);
    if (IS("take")) return take_descriptor(atoi(a[0]));
    if (IS("to-fd")) return need(write(atoi(a[0]), "x", 1)) < 0;
    if (IS("setxattr")) return need(setxattr(a[0], "user.mine", "x", 1, 0)) < 0;
    if (IS("watch")) return watch(SYS_inotify_init1, a[0]);
    if (IS("watch-all")) return watch(SYS_fanotify_init, a[0]);
    if (IS("attributes")) return attributes(a[0]);
    if (IS("lease")) return lease(a[0]);
    if (IS("exchange")) return need(renameat2(AT_FDCWD, a[0], AT_FDCWD, a[1], RENAME_EXCHANGE)) < 0;
    if (IS("handle")) return by_handle(a[0]);
    if (IS("nameless")) return name_a_nameless(a[0]);
    if (IS("chroot")) {
        need(chroot(a[0]));
        return need(open("/new", O_CREAT | O_WRONLY, 0600)) < 0;
    }
    if (IS("become")) return need(setresuid(1, 1, 1)) < 0 || puts("became another") < 0;
    if (IS("type")) {
        int fd = need(open(a[0], O_RDWR | O_NOCTTY));
        return need(ioctl(fd, TIOCSTI, "x")) < 0 || puts("typed") < 0;
    }
    if (IS("add-key")) return key(1, a[0], a[1]);
    if (IS("read-key")) return key(0, a[0], NULL);
    if (IS("make-queue")) return queue(1, 0);
    if (IS("queue")) return queue(0, atoi(a[0]));
    if (IS("drop-queue")) return need(msgctl(atoi(a[0]), IPC_RMID, NULL)) < 0;
    if (IS("segment")) return segment(atoi(a[0]));
    return 2;
}
