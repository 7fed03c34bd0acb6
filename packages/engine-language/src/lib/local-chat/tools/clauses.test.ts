import { describe, expect, it } from 'vitest'
import { changeOf } from './change-verbs.ts'
import { readClauses } from './clauses.ts'
import { readTools } from './local-tool.ts'
import { permitCall } from './permit-call.ts'

const tools = {
  cancel_order: 'Cancels an order.',
  send_email: 'Send an email to a recipient',
  refund_payment: 'Refunds a payment',
  lock_door: 'Lock a door',
  transfer_money: 'Transfer money between accounts',
  turn_off_light: 'Turn off a light',
  book_table: 'Book a table at a restaurant',
  delete_file: 'Deletes a file for ever',
  set_thermostat: 'Set the temperature',
  create_reminder: 'Create a reminder',
  add_to_cart: 'Put a product in the shopping cart',
}

function permission(name: keyof typeof tools, message: string) {
  const [tool] = readTools([{ name, description: tools[name] }])
  return tool && permitCall(tool, readClauses(message))
}

describe('permitCall', () => {
  it.each<[keyof typeof tools, string]>([
    ['cancel_order', 'Please cancel my order A-17.'],
    ['cancel_order', 'Cancel order A-17, and thanks for the help!'],
    ['cancel_order', 'I want to cancel order A-17'],
    ['cancel_order', "I'd really like you to cancel order A-17."],
    ['cancel_order', 'Could you please cancel order A-17?'],
    ['lock_door', 'We want the front door to be locked'],
    ['cancel_order', 'Hi! My order is A-17. Please call it off.'],
    ['cancel_order', "Don't cancel A-16. Cancel A-17."],
    ['send_email', 'Email Bob that I am late'],
    ['send_email', 'Tell bob@example.com that order 7 was cancelled'],
    ['send_email', 'Ok, now write to ann@example.com: "Do not delete the file"'],
    ['refund_payment', 'I need a refund for payment 12'],
    ['lock_door', 'Make sure to lock the front door'],
    ['transfer_money', 'Send 50 euros to my savings account'],
    ['turn_off_light', 'Switch off the kitchen light'],
    ['book_table', 'We would like a table for four at Roma'],
    ['book_table', 'Reserve a table for two tomorrow'],
    ['delete_file', 'Remove notes.txt'],
    ['set_thermostat', 'Turn the heating up to 21 degrees'],
    ['create_reminder', 'Remind me to call mom at 6'],
    ['add_to_cart', 'Put two lamps in my cart'],
  ])('lets %s be called for %j', (name, message) => {
    expect(permission(name, message)).toBe('call')
  })

  it.each<[keyof typeof tools, string]>([
    ['cancel_order', 'Thanks for cancelling my order!'],
    ['cancel_order', 'How do I cancel an order?'],
    ['cancel_order', 'Was order A-17 cancelled?'],
    ['cancel_order', 'Did you cancel order A-17?'],
    ['cancel_order', 'Please do not cancel order A-17.'],
    ['cancel_order', "Don't cancel it yet"],
    ['cancel_order', 'I cancelled order A-17 yesterday.'],
    ['cancel_order', 'My boss told me to cancel order A-17.'],
    ['cancel_order', 'She said: cancel order A-17.'],
    ['cancel_order', 'Order A-17 was never delivered.'],
    ['cancel_order', 'Track order A-17'],
    ['cancel_order', 'What happens to order A-17 now?'],
    ['send_email', 'I sent an email to Bob this morning'],
    ['send_email', 'Thank you for the email to Bob'],
    ['send_email', 'Read my last email'],
    ['send_email', 'Email from Bob has not arrived'],
    ['refund_payment', 'The refund for payment 12 took three weeks'],
    ['refund_payment', 'I want to know how refunds work'],
    ['lock_door', 'Unlock the front door'],
    ['lock_door', 'Is the front door locked?'],
    ['lock_door', 'The front door was locked all night.'],
    ['transfer_money', 'Why did the transfer of 50 euros fail?'],
    ['turn_off_light', 'Turn on the kitchen light'],
    ['turn_off_light', 'The light in the kitchen is off'],
    ['book_table', 'We booked a table for four yesterday'],
    ['delete_file', 'Never delete notes.txt'],
    ['delete_file', 'Explain how to delete a file'],
    ['delete_file', 'Translate "delete the file" into Spanish'],
    ['delete_file', 'Delete notes.txt. Just kidding.'],
    ['set_thermostat', 'It is 21 degrees in here'],
  ])('does not let %s be called for %j', (name, message) => {
    expect(permission(name, message)).not.toBe('call')
  })

  it.each<[keyof typeof tools, string]>([
    ['cancel_order', 'Can I cancel order A-17?'],
    ['cancel_order', 'If it is not here by Friday, cancel order A-17.'],
    ['cancel_order', 'Maybe cancel order A-17'],
    ['delete_file', 'Delete notes.txt?'],
  ])('leaves it in doubt whether %s is meant by %j', (name, message) => {
    expect(permission(name, message)).toBe('ask')
  })
})

describe('changeOf', () => {
  it.each([
    { name: 'get_order', description: 'Get an order', change: undefined },
    { name: 'orders', description: 'Lists the orders that were sent', change: undefined },
    { name: 'weather', description: 'Current weather', change: undefined },
    { name: 'cancelOrder', description: '', change: 'cancel' },
    { name: 'order_stock_check', description: 'Stock of an order', change: undefined },
    { name: 'order_log_api_OrderLogApi_get_entries', description: 'Entries of the log', change: undefined },
    { name: 'order_log_api_OrderLogApi_delete_entry', description: 'An entry of the log', change: 'delet' },
    { name: 'smart_home', description: 'Controls lights and doors', change: 'control' },
    // What is changed may be named like what other tools read.
    { name: 'delete_saved_search', description: 'Saved searches', change: 'delet' },
    { name: 'delete_history', description: 'The history of the browser', change: 'delet' },
    { name: 'update_status', description: 'Status of an issue', change: 'updat' },
    { name: 'cancel_security_check', description: 'Appointments', change: 'cancel' },
    { name: 'clear_search', description: 'Search history', change: 'clear' },
    { name: 'wipe_device', description: 'Devices of the company', change: 'wipe' },
    { name: 'revoke_api_key', description: 'Keys of the account', change: 'revok' },
    { name: 'deleteApiKey', description: 'Keys of the account', change: 'delet' },
    { name: 'delete_api_search', description: 'Saved searches', change: 'delet' },
    { name: 'email_report', description: 'The report of a month', change: 'email' },
    { name: 'book_health_check', description: 'Book a health check', change: 'book' },
    { name: 'order_report', description: 'Orders the report of a credit bureau', change: 'order' },
    { name: 'file_search', description: 'Searches files', change: undefined },
    { name: 'api_delete_user', description: 'Users of the account', change: 'delet' },
    { name: 'order_history', description: 'Orders of a customer', change: undefined },
    { name: 'transfer_status_lookup', description: 'Transfers of an account', change: undefined },
  ])('of $name is $change', ({ name, description, change }) => {
    expect(changeOf(name, description)).toBe(change)
  })
})
