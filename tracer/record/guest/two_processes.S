# The guest that `braid record guest` runs under KVM: a kernel for x86-64 and two processes. Each process touches pages
# (demand faults), reads pages that were never written, writes one of them, has one remapped to another frame, gives
# frames back to the monitor and touches them again, uses memory that two machines share, and yields to the other.
#
# two_processes_code.h has the bytes of both sections, made by
#   as two_processes.S -o guest.o
#   ld -e 0xffffffff80100000 -Ttext=0xffffffff80100000 --section-start=.user=0x400000 guest.o -o guest
#   for section in .text .user; do objcopy -O binary -j $section guest out; xxd -i < out; done
#
# The monitor (kvm_machine.cpp) starts it in long mode at its first byte, with .text at the physical address 0x100000,
# .user at 0x101000, and a page table of each process, whose root lies at ROOT_A and ROOT_B: 0xffffffff80000000 is
# physical 0, and 0x400000 to 0x5fffff are the user's pages, by a page table 0x3000 behind the root, in which .user and
# a page of stack are mapped. All other memory is zero; frames from POOL on are free.
#
# Segment selectors are those of Linux: KVM's backend for paravirtual machines has no others. User code runs in
# hardware there and kernel code is emulated, without SYSCALL and INT n from 64-bit user code: UD2 is the system call.
.code64

.set ROOT_A, 0x2000
.set ROOT_B, 0x12000
.set KERNEL_STACK, 0xffffffff80090000
.set TASK_STATE, 0xffffffff80110000
.set GATES, 0xffffffff80102000
.set POOL, 0x800000
.set SHARED, 0x1000000         # guest physical: memory that machines share

.set PORT_END, 0xf4
.set PORT_RELEASE, 0xf5        # the guest physical address of a frame that is not needed
.set PORT_PAUSE, 0xf6
.set PORT_TROUBLE, 0xf7        # a vector that no handler is for

.set CALL_WHO, 1               # numbers of system calls, in eax
.set CALL_REMAP, 2
.set CALL_YIELD, 3
.set CALL_END, 4
.set CALL_RELEASE, 5
.set CALL_SHARE, 6
.set CALL_PAUSE, 7

.text
start:
  mov $KERNEL_STACK, %rsp
  mov %rsp, TASK_STATE+4       # the stack of traps
  movw $0x68, TASK_STATE+0x66
  lgdt segments_register(%rip)
  lidt gates_register(%rip)
  mov $0x40, %ax
  ltr %ax
  lea page_fault(%rip), %rax
  mov $14, %ecx
  call set_gate
  lea protection_fault(%rip), %rax
  mov $13, %ecx
  call set_gate
  lea system_call(%rip), %rax
  mov $6, %ecx
  call set_gate
  push $0x2b                   # process A begins
  push $0x40fff0
  push $0x202
  push $0x33
  push $0x400000
  iretq

set_gate:                      # of vector ecx to the handler rax
  mov $GATES, %rdi
  shl $4, %rcx
  add %rcx, %rdi
  mov %ax, (%rdi)
  movw $0x10, 2(%rdi)
  movw $0x8e00, 4(%rdi)
  shr $16, %rax
  mov %ax, 6(%rdi)
  shr $16, %rax
  mov %eax, 8(%rdi)
  movl $0, 12(%rdi)
  ret

page_fault:                    # the next frame of the pool is the page's
  push %rax
  push %rbx
  push %rcx
  mov %cr2, %rbx
  call entry_of
  mov pool(%rip), %rax
  addq $0x1000, pool(%rip)
  or $7, %rax
  mov %rax, (%rcx)
  pop %rcx
  pop %rbx
  pop %rax
  add $8, %rsp
  iretq

protection_fault:
  mov $13, %eax
  mov $PORT_TROUBLE, %edx
  out %eax, %dx
  hlt

entry_of:                      # rcx: where the entry of the page at the user's address rbx lies
  shr $12, %rbx
  and $0x1ff, %rbx
  mov %cr3, %rcx
  and $~0xfff, %rcx
  lea 0x3000(%rcx,%rbx,8), %rcx
  ret

system_call:                   # arguments in rdi, rsi; a result in rax; rcx is not kept
  addq $2, (%rsp)
  cmp $CALL_REMAP, %eax
  je remap
  cmp $CALL_YIELD, %eax
  je yield
  cmp $CALL_END, %eax
  je end
  cmp $CALL_RELEASE, %eax
  je release
  cmp $CALL_SHARE, %eax
  je share
  cmp $CALL_PAUSE, %eax
  je pause_machine
  mov current(%rip), %rax
  iretq

remap:                         # the page at rdi to the pool's next frame
  push %rbx
  mov %rdi, %rbx
  call entry_of
  mov pool(%rip), %rax
  addq $0x1000, pool(%rip)
  or $7, %rax
  mov %rax, (%rcx)
  invlpg (%rdi)
  pop %rbx
  iretq

release:                       # the monitor may have the frame of the page at rdi
  push %rbx
  push %rdx
  mov %rdi, %rbx
  call entry_of
  mov (%rcx), %rax
  and $~0xfff, %rax
  mov $PORT_RELEASE, %edx
  out %eax, %dx
  pop %rdx
  pop %rbx
  iretq

share:                         # the page at rdi is the shared memory's at offset rsi
  push %rbx
  mov %rdi, %rbx
  call entry_of
  lea SHARED+7(%rsi), %rax
  mov %rax, (%rcx)
  invlpg (%rdi)
  pop %rbx
  iretq

pause_machine:
  push %rdx
  mov $PORT_PAUSE, %edx
  out %eax, %dx
  pop %rdx
  iretq

end:
  mov $PORT_END, %edx
  out %eax, %dx
  hlt

yield:                         # the other process goes on
  mov current(%rip), %rax
  shl $7, %rax
  lea saved(%rip), %rcx
  add %rax, %rcx
  pop (%rcx)
  pop 8(%rcx)
  pop 16(%rcx)
  pop 24(%rcx)
  pop 32(%rcx)
  mov %rbx, 40(%rcx)
  mov %r13, 48(%rcx)
  mov %r14, 56(%rcx)
  mov %r15, 64(%rcx)
  mov current(%rip), %rax
  xor $1, %rax
  mov %rax, current(%rip)
  lea roots(%rip), %rcx
  mov (%rcx,%rax,8), %rcx
  mov %rcx, %cr3
  shl $7, %rax
  lea saved(%rip), %rcx
  add %rax, %rcx
  push 32(%rcx)
  push 24(%rcx)
  push 16(%rcx)
  push 8(%rcx)
  push (%rcx)
  mov 40(%rcx), %rbx
  mov 48(%rcx), %r13
  mov 56(%rcx), %r14
  mov 64(%rcx), %r15
  iretq

.align 16
segments:
  .quad 0, 0
  .quad 0x00af9b000000ffff     # 0x10 kernel's code
  .quad 0x00cf93000000ffff     # 0x18 kernel's data
  .quad 0x00cffb000000ffff     # 0x20 user's code of 32 bits
  .quad 0x00cff3000000ffff     # 0x28 user's data
  .quad 0x00affb000000ffff     # 0x30 user's code
  .quad 0
  .quad 0x8000891100000067, 0xffffffff   # 0x40 TASK_STATE
segments_register:
  .word segments_register - segments - 1
  .quad segments
gates_register:
  .word 0xfff
  .quad GATES
.align 8
current: .quad 0
pool: .quad POOL
roots: .quad ROOT_A, ROOT_B
saved:                         # rip, cs, rflags, rsp, ss, rbx, r13, r14, r15 of both
  .fill 16, 8, 0
  .quad 0x400000, 0x33, 0x202, 0x40fff0, 0x2b
  .fill 11, 8, 0

# The processes' code, one page of both; the monitor writes the numbers of pages and rounds at its end.
.set PAGES, 0x400fe0
.set RELEASED, 0x400fe8
.set SHARED_PAGES, 0x400ff0
.set ROUNDS, 0x400ff8

.section .user, "ax"
  mov $CALL_WHO, %eax
  ud2
  mov %rax, %r15
  mov $0x440000, %ebx
  mov PAGES, %r14
1:
  mov %r15, (%rbx)
  add $0x1000, %rbx
  dec %r14
  jnz 1b
  mov $0x480000, %ebx
  mov $4, %r14
2:
  mov (%rbx), %rax             # the host may map its page of zeros
  add $0x1000, %rbx
  dec %r14
  jnz 2b
  mov %r15, -0x1000(%rbx)      # and must copy it now
  mov $CALL_YIELD, %eax
  ud2
  mov $0x440000, %edi
  mov $CALL_REMAP, %eax
  ud2
  mov %r15, 0x440000
  mov $CALL_PAUSE, %eax        # lets the other machine run
  ud2
  mov $0x441000, %ebx
  mov RELEASED, %r14
  test %r14, %r14
  jz 5f
3:
  mov %rbx, %rdi
  mov $CALL_RELEASE, %eax
  ud2
  add $0x1000, %rbx
  dec %r14
  jnz 3b
  mov $CALL_PAUSE, %eax
  ud2
  mov $0x441000, %ebx
  mov RELEASED, %r14
4:
  mov %r15, (%rbx)             # another machine frame
  add $0x1000, %rbx
  dec %r14
  jnz 4b
5:
  mov SHARED_PAGES, %r14
  test %r14, %r14
  jz 7f
  mov $0x4c0000, %ebx
  xor %r13d, %r13d
6:
  mov %rbx, %rdi
  mov %r13, %rsi
  mov $CALL_SHARE, %eax
  ud2
  mov %r15, (%rbx)
  add $0x1000, %rbx
  add $0x1000, %r13
  dec %r14
  jnz 6b
7:
  mov ROUNDS, %r13
8:
  test %r13, %r13
  jz 9f
  mov $CALL_YIELD, %eax
  ud2
  mov 0x440000, %rax
  dec %r13
  jmp 8b
9:
  mov $CALL_END, %eax
  ud2
