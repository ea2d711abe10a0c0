;; Reads each SX1 file named on the command line and prints one line for it: see dumpSexp in ../lisp.test.ts.
;; Prints nothing but data; never evaluates what it reads.
(setf *read-eval* nil)

(defun dump (value)
  (etypecase value
    (cons (format nil "(~{~a~^ ~})" (mapcar #'dump value)))
    (string (format nil "\"~{~d~^.~}\"" (map 'list #'char-code value)))
    (integer (format nil "~d" value))
    ;; the reader folds to upper case; symbols of SX1 are lower case only, so nothing is lost
    (symbol (string-downcase (symbol-name value)))))

(defun dump-file (file)
  (with-open-file (in file :external-format :utf-8)
    (let ((value (read in)))
      (if (eq (read in nil :end-of-file) :end-of-file) (dump value) "error"))))

(dolist (file (rest sb-ext:*posix-argv*))
  (format t "~a~%" (handler-case (dump-file file) (error () "error"))))
