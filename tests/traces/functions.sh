greet() {
    echo "hello $1"
    return 3
}
greet world || echo "left $?"
twice() { greet "$1"; greet "$1"; }
twice moon
