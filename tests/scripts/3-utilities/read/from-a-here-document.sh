# posix: XCU 3 read
# status: 0
printf 'outer 1\nouter 2\nouter 3\n' > in
{
  read a
  read b c <<end
inner $a and
more
end
  read d <<end
$(read e; echo "substituted $e")
end
  read f
  echo "$a, $b, $c, $d, $f"
} < in
read a <<end
end
echo "$? $a"
read a b 3<<end
three
end
echo "$? $a"
IFS=: read a b <<end
one:two
end
echo "$a, $b"
read a <<end <<second
first
end
in the second
second
echo "$? $a"
IFS=$(cat) read a b <<end
x
one x two
end
echo "$a, $b"
