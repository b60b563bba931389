"""The system calls that a worker has no use for, by their numbers on x86_64 and aarch64."""

from __future__ import annotations

from collections.abc import Mapping

X86_64, AARCH64 = "x86_64", "aarch64"
ARCHITECTURES: Mapping[str, int] = {X86_64: 0xC000003E, AARCH64: 0xC00000B7}

_X86_64 = """
socket=41 connect=42 accept=43 sendto=44 recvfrom=45 sendmsg=46 recvmsg=47 bind=49 listen=50 socketpair=53
accept4=288 recvmmsg=299 sendmmsg=307 io_uring_setup=425 io_uring_enter=426 io_uring_register=427
fork=57 vfork=58 execve=59 execveat=322 ptrace=101 process_vm_readv=310 process_vm_writev=311
kill=62 tkill=200 rt_sigqueueinfo=129 rt_tgsigqueueinfo=297 pidfd_send_signal=424 pidfd_open=434
pidfd_getfd=438 process_madvise=440 process_mrelease=448
creat=85 rename=82 mkdir=83 rmdir=84 link=86 unlink=87 symlink=88 chmod=90 fchmod=91 chown=92 fchown=93
lchown=94 truncate=76 ftruncate=77 utime=132 mknod=133 utimes=235 mkdirat=258 mknodat=259 fchownat=260
futimesat=261 unlinkat=263 renameat=264 linkat=265 symlinkat=266 fchmodat=268 utimensat=280 renameat2=316
fchmodat2=452 setxattr=188 lsetxattr=189 fsetxattr=190 removexattr=197 lremovexattr=198 fremovexattr=199
shmget=29 shmat=30 shmctl=31 semget=64 msgget=68 memfd_create=319 name_to_handle_at=303 open_by_handle_at=304
setuid=105 setgid=106 setreuid=113 setregid=114 setgroups=116 setresuid=117 setresgid=119 capset=126
mount=165 umount2=166 pivot_root=155 chroot=161 unshare=272 setns=308 open_tree=428 move_mount=429 fsopen=430
fsconfig=431 fsmount=432 fspick=433 mount_setattr=442 acct=163 settimeofday=164 adjtimex=159 clock_settime=227
clock_adjtime=305 sethostname=170 setdomainname=171 iopl=172 ioperm=173 swapon=167 swapoff=168 reboot=169
init_module=175 delete_module=176 finit_module=313 kexec_load=246 kexec_file_load=320 quotactl=179
add_key=248 request_key=249 keyctl=250 perf_event_open=298 bpf=321 userfaultfd=323
"""
_AARCH64 = """
socket=198 socketpair=199 bind=200 listen=201 accept=202 connect=203 sendto=206 recvfrom=207 sendmsg=211
recvmsg=212 accept4=242 recvmmsg=243 sendmmsg=269 io_uring_setup=425 io_uring_enter=426 io_uring_register=427
execve=221 execveat=281 ptrace=117 process_vm_readv=270 process_vm_writev=271
kill=129 tkill=130 rt_sigqueueinfo=138 rt_tgsigqueueinfo=240 pidfd_send_signal=424 pidfd_open=434
pidfd_getfd=438 process_madvise=440 process_mrelease=448
mknodat=33 mkdirat=34 unlinkat=35 symlinkat=36 linkat=37 renameat=38 truncate=45 ftruncate=46 fchmod=52
fchmodat=53 fchownat=54 fchown=55 utimensat=88 renameat2=276 fchmodat2=452 setxattr=5 lsetxattr=6 fsetxattr=7
removexattr=14 lremovexattr=15 fremovexattr=16
shmget=194 shmctl=195 shmat=196 semget=190 msgget=186 memfd_create=279 name_to_handle_at=264
open_by_handle_at=265 setregid=143 setgid=144 setreuid=145 setuid=146 setresuid=147 setresgid=149
setgroups=159 capset=91 mount=40 umount2=39 pivot_root=41 chroot=51 unshare=97 setns=268 open_tree=428
move_mount=429 fsopen=430 fsconfig=431 fsmount=432 fspick=433 mount_setattr=442 acct=89 settimeofday=170
adjtimex=171 clock_settime=112 clock_adjtime=266 sethostname=161 setdomainname=162 swapon=224 swapoff=225
reboot=142 init_module=105 delete_module=106 finit_module=273 kexec_load=104 kexec_file_load=294 quotactl=60
add_key=217 request_key=218 keyctl=219 perf_event_open=241 bpf=280 userfaultfd=282
"""


def _numbers(table: str) -> tuple[int, ...]:
    return tuple(int(entry.partition("=")[2]) for entry in table.split())


DENIED: Mapping[str, tuple[int, ...]] = {X86_64: _numbers(_X86_64), AARCH64: _numbers(_AARCH64)}
"""What is answered with EPERM whatever its arguments."""

UNKNOWN: Mapping[str, tuple[int, ...]] = {X86_64: (435, 437), AARCH64: (435, 437)}
"""clone3 and openat2, whose arguments no filter can read; after ENOSYS the C library uses the older calls."""

OPENING: Mapping[str, tuple[tuple[int, int], ...]] = {X86_64: ((2, 1), (257, 2)), AARCH64: ((56, 2),)}
"""open and openat, each with the place of its flags among the arguments."""

CLONE: Mapping[str, int] = {X86_64: 56, AARCH64: 220}
OF_PROCESS: Mapping[str, tuple[int, ...]] = {X86_64: (234, 302), AARCH64: (131, 261)}
"""tgkill and prlimit64, whose first argument is a process: itself, or 0, only."""
