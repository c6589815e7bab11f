x=outside
(x=inside; echo "$x"; (exit 4); echo "$?")
echo "$x"
