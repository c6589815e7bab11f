# posix: XCU 3 umask
# status: 0

# There is no bit for s; X is x if somebody has it.
for mask in 022 077 0777; do
    umask $mask
    umask u+s && umask
    umask a=rX && umask
    umask $mask
    umask g+X && umask
done
