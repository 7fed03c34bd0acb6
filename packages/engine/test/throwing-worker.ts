throw new Error('There is no model file')
