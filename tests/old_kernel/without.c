/* Runs a program as on a kernel that lacks some system calls: `without landlock|landlock,seccomp PROGRAM ARGUMENT...`.
 * They fail with ENOSYS, for the program and all that it starts. */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LACKS(number) \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1), \
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS)

int main(int count, char **words) {
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        LACKS(SYS_landlock_create_ruleset),
        LACKS(SYS_landlock_add_rule),
        LACKS(SYS_landlock_restrict_self),
        /* Left out unless it is asked for. */
        BPF_JUMP(BPF_JMP | BPF_JA, 0, 0, 0),
        LACKS(SYS_seccomp),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = { sizeof filter / sizeof *filter, filter };
    if (count < 3) return 2;
    if (!strstr(words[1], "seccomp")) filter[7].k = 2;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) {
        perror("without");
        return 1;
    }
    execv(words[2], words + 2);
    perror(words[2]);
    return 127;
}
