echo one > out
echo two >> out
cat < out 3< out
cat < missing && echo never
echo to-stderr 1>&2 2> /dev/null
ls missing 2>&1 > /dev/null | wc -l
exec 4> four
echo four >&4
exec 4>&-
: <> both
