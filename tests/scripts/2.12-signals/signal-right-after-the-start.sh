# posix: XCU 2.12
# status: 0
# compare: no dash takes a signal for its own that comes before the child is on its own

# A signal for a child that has only just begun is not taken for the shell's own.
trap 'echo not for the shell' TERM
for turn in 1 2 3 4 5 6 7 8 9 10; do
    sleep 100 &
    kill "$!"
    wait "$!" || echo "$?"
done
