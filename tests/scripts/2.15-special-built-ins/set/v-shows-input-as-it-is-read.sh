# posix: XCU 2.15 set
# status: 0
cat >script <<'END'
echo a
set -v
echo b
# comment

if true
then echo c
fi
cat <<X
text
X
eval 'echo d
echo e'
set +v
echo f
END
{ . ./script; } 2>err
cat err
