# posix: XCU 2.5
# status: 0
# compare: no it is built without LINENO

echo $LINENO
echo a \
  $LINENO
f() {
  echo $LINENO

  echo $((LINENO))
}
f
f
eval 'echo $LINENO
echo $LINENO'
for i in $LINENO
do
  echo $i $LINENO
done
case $LINENO in
  *) echo $LINENO ;;
esac
x=$(
  echo $LINENO
)
echo $x
printf 'echo d $LINENO\necho d $LINENO\n' >d
. ./d
trap 'echo t $LINENO
echo t $LINENO' USR1
kill -USR1 $$
LINENO=5
echo $LINENO
unset LINENO
echo "${LINENO-unset}"
